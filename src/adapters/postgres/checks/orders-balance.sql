select o.sender_bic || '/' || o.reference || '/' || o.value_date as name,
       coalesce(o.total_tiyn = d.credited_tiyn + d.returned_tiyn + d.held_tiyn
            and o.total_tiyn = r.tiyn, false) as holds,
       'total ' || o.total_tiyn || ', decided ' || coalesce((d.credited_tiyn + d.returned_tiyn + d.held_tiyn)::text, 'never')
           || ', received by entries ' || coalesce(r.tiyn::text, 'none') as found
  from payment_order o
  left join standing_decision d on d.order_number = o.order_number
  left join (select order_number, sum(amount_tiyn)::bigint as tiyn
               from order_entry where debit = 1 and credit = 2 group by order_number) r
         on r.order_number = o.order_number
