select s.what || ' of ' || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || s.order_number)
           as name,
       o.order_number is not null and d.order_number is not null as holds,
       case when o.order_number is null then 'no such order is recorded'
            else 'no decision ' || s.decision_number || ' is recorded' end as found
  from (select 'decision' as what, order_number, decision_number from order_decision
        union all select 'entry', order_number, decision_number from order_entry
        union all select 'personal entry', order_number, decision_number from person_entry
        union all select 'return', order_number, decision_number from return_order
        union all select 'returned line', order_number, decision_number from return_line
        union all select 'dispatch', order_number, decision_number from return_dispatch) s
  left join payment_order o on o.order_number = s.order_number
  left join order_decision d on d.order_number = s.order_number and d.decision_number = s.decision_number
union all
select 'finding ' || f.code || ' of order ' || f.order_number, false, 'no such decision is recorded'
  from finding f
 where not exists (select from order_decision d
                    where d.order_number = f.order_number and d.decision_number = f.decision_number)
union all
select 'line ' || l.line_number || ' of order ' || l.order_number, false, 'no such decision is recorded'
  from line_decision l
 where not exists (select from order_decision d
                    where d.order_number = l.order_number and d.decision_number = l.decision_number)
