select 'return of ' || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || r.order_number)
           as name,
       coalesce(r.amount_tiyn = d.returned_tiyn and r.amount_tiyn <= o.total_tiyn
            and case when r.is_one_amount then l.lines is null else r.amount_tiyn = l.tiyn end, false) as holds,
       'returned ' || r.amount_tiyn || ' of ' || coalesce(o.total_tiyn::text, '-') || ', its lines add up to '
           || coalesce(l.tiyn, 0) || ', decided ' || coalesce(d.returned_tiyn::text, '-') as found
  from return_order r
  left join payment_order o on o.order_number = r.order_number
  left join order_decision d on d.order_number = r.order_number and d.decision_number = r.decision_number
  left join (select order_number, decision_number, count(*) as lines, sum(amount_tiyn) as tiyn
               from return_line group by order_number, decision_number) l
         on l.order_number = r.order_number and l.decision_number = r.decision_number
union all
select 'returned line ' || r.line_number || ' of '
           || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || r.order_number),
       coalesce(r.amount_tiyn <= l.amount_tiyn and l.outcome = 'r', false)
           and not exists (select from person_entry e
                            where e.person_key = l.iin and e.order_number = r.order_number
                              and e.line_number = r.line_number and e.credit in (3, 4)),
       'returned ' || r.amount_tiyn || ', brought ' || coalesce(l.amount_tiyn::text, 'nothing')
  from return_line r
  left join standing_line l on l.order_number = r.order_number and l.line_number = r.line_number
  left join payment_order o on o.order_number = r.order_number
union all
select coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || d.order_number), false,
       'decided to return ' || d.returned_tiyn || ', no return is recorded'
  from order_decision d
  left join payment_order o on o.order_number = d.order_number
 where d.returned_tiyn > 0 and d.action <> 'take-over'
   and not exists (select from return_order r
                    where r.order_number = d.order_number and r.decision_number = d.decision_number)
