select o.sender_bic || '/' || o.reference || '/' || o.value_date as name,
       coalesce(d.balance and o.total_tiyn = r.tiyn, false) as holds,
       'total ' || o.total_tiyn || ', decided ' || coalesce(d.decided, 'never') || ', received by entries '
           || coalesce(r.tiyn::text, 'none') as found
  from payment_order o
  left join (select d.order_number,
                    count(*) = max(d.decision_number)
                        and bool_and(d.credited_tiyn + d.returned_tiyn + d.held_tiyn = o.total_tiyn
                                 and d.outcome = case when d.credited_tiyn = o.total_tiyn then 'accepted'
                                                      when d.returned_tiyn = o.total_tiyn then 'returned'
                                                      when d.held_tiyn = o.total_tiyn then 'held'
                                                      when d.held_tiyn = 0 then 'cut' else 'none' end) as balance,
                    string_agg(d.decision_number || '. ' || d.outcome || ' with ' || d.credited_tiyn || ' + '
                                   || d.returned_tiyn || ' + ' || d.held_tiyn,
                               ', ' order by d.decision_number) as decided
               from order_decision d
               join payment_order o on o.order_number = d.order_number
              group by d.order_number) d
         on d.order_number = o.order_number
  left join (select order_number, sum(amount_tiyn) as tiyn
               from order_entry where debit = 1 and credit = 2 group by order_number) r
         on r.order_number = o.order_number
