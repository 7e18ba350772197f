select o.sender_bic || '/' || o.reference || '/' || o.value_date as name,
       coalesce(d.credited_tiyn = coalesce(p.tiyn, 0)
            and d.returned_tiyn = coalesce(e.returned, 0)
            and d.held_tiyn = coalesce(e.received, 0) - coalesce(p.tiyn, 0) - coalesce(e.returned, 0), false) as holds,
       'entries: received ' || coalesce(e.received, 0) || ', credited ' || coalesce(p.tiyn, 0) || ', returned '
           || coalesce(e.returned, 0) || '; decided: credited ' || coalesce(d.credited_tiyn::text, '-') || ', returned '
           || coalesce(d.returned_tiyn::text, '-') || ', held ' || coalesce(d.held_tiyn::text, '-') as found
  from payment_order o
  left join standing_decision d on d.order_number = o.order_number
  left join (select order_number,
                    (sum(amount_tiyn) filter (where credit in (3, 4)))::bigint as tiyn
               from person_entry group by order_number) p
         on p.order_number = o.order_number
  left join (select order_number,
                    (sum(amount_tiyn) filter (where debit = 1 and credit = 2))::bigint as received,
                    (sum(amount_tiyn) filter (where credit = 5))::bigint as returned
               from order_entry group by order_number) e
         on e.order_number = o.order_number
