select 'dispatch ' || s.reference || ' of order '
           || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, s.order_number::text) as name,
       coalesce(e.debit = 5 and e.credit = 1 and e.amount_tiyn = r.amount_tiyn
            and e.decision_number = s.decision_number and f.file_name is not null, false) as holds,
       'returned ' || coalesce(r.amount_tiyn::text, '-') || ', entered ' || coalesce(e.amount_tiyn::text, 'nothing') as found
  from return_dispatch s
  left join return_order r on r.order_number = s.order_number and r.decision_number = s.decision_number
  left join order_entry e on e.order_number = s.order_number and e.entry_number = s.entry_number
  left join outgoing_file f on f.file_name = s.file_name
  left join payment_order o on o.order_number = s.order_number
union all
select 'file ' || f.file_name,
       sha256(f.content) = f.sha256 and f.message_count = coalesce(s.messages, 0) and f.total_tiyn = coalesce(s.tiyn, 0),
       'said ' || f.message_count || ' messages with ' || f.total_tiyn || ', returns in it ' || coalesce(s.messages, 0)
           || ' with ' || coalesce(s.tiyn, 0)
           || case when sha256(f.content) = f.sha256 then '' else '; its bytes were changed' end
  from outgoing_file f
  left join (select d.file_name, count(*) as messages, sum(r.amount_tiyn) as tiyn
               from return_dispatch d
               join return_order r on r.order_number = d.order_number and r.decision_number = d.decision_number
              group by d.file_name) s on s.file_name = f.file_name
union all
select 'entry ' || e.entry_number || ' of '
           || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || e.order_number),
       false, 'money sent without a dispatch'
  from order_entry e
  left join payment_order o on o.order_number = e.order_number
 where e.debit = 5 and e.credit = 1
   and not exists (select from return_dispatch s
                    where s.order_number = e.order_number and s.entry_number = e.entry_number)
