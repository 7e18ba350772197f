select o.sender_bic || '/' || o.reference || '/' || o.value_date as name,
       coalesce(d.credited_tiyn = coalesce(p.tiyn, 0)
            and d.returned_tiyn = coalesce(e.returned, 0)
            and d.held_tiyn = coalesce(e.received, 0) - coalesce(p.tiyn, 0) - coalesce(e.returned, 0)
            and coalesce(e.others, 0) = 0, false) as holds,
       'entries: received ' || coalesce(e.received, 0) || ', credited ' || coalesce(p.tiyn, 0) || ', returned '
           || coalesce(e.returned, 0) || '; decided: credited ' || coalesce(d.credited_tiyn::text, '-') || ', returned '
           || coalesce(d.returned_tiyn::text, '-') || ', held ' || coalesce(d.held_tiyn::text, '-')
           || case when e.others > 0 then '; ' || e.others || ' entries between other accounts' else '' end as found
  from payment_order o
  left join standing_decision d on d.order_number = o.order_number
  left join (select order_number,
                    (sum(amount_tiyn) filter (where debit = 2 and credit in (3, 4))) as tiyn
               from person_entry where recorded_at is null group by order_number) p
         on p.order_number = o.order_number
  left join (select order_number,
                    (sum(amount_tiyn) filter (where debit = 1 and credit = 2)) as received,
                    (sum(amount_tiyn) filter (where debit = 2 and credit = 5)) as returned,
                    count(*) filter (where (debit, credit) not in ((1, 2), (2, 5), (5, 1), (6, 1), (1, 6))) as others
               from order_entry group by order_number) e
         on e.order_number = o.order_number
