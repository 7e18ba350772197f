with dispatch as (
    select 'dispatch ' || s.reference || ' of order '
               || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, s.order_number::text) as name,
           s.file_name, s.order_number, s.entry_number, s.decision_number, r.amount_tiyn
      from return_dispatch s
      left join return_order r on r.order_number = s.order_number and r.decision_number = s.decision_number
      left join payment_order o on o.order_number = s.order_number
    union all
    -- A refund is booked by the decision that credited its lines: the order's last one.
    select 'dispatch ' || s.reference || ' of refund ' || s.refund_number, s.file_name, s.order_number,
           s.entry_number, d.decision_number, r.amount_tiyn
      from refund_dispatch s
      left join refund r on r.refund_number = s.refund_number and r.order_number = s.order_number
      left join standing_decision d on d.order_number = s.order_number
), carried as (
    select file_name, amount_tiyn from dispatch
    union all
    select s.file_name, t.amount_tiyn
      from transfer_dispatch s left join transfer t on t.transfer_number = s.transfer_number
    union all
    select file_name, total_tiyn from benefit_message
)
select s.name,
       coalesce(e.debit = 5 and e.credit = 1 and e.amount_tiyn = s.amount_tiyn
            and e.decision_number = s.decision_number and f.file_name is not null, false) as holds,
       'to be sent ' || coalesce(s.amount_tiyn::text, '-') || ', entered ' || coalesce(e.amount_tiyn::text, 'nothing')
           as found
  from dispatch s
  left join order_entry e on e.order_number = s.order_number and e.entry_number = s.entry_number
  left join outgoing_file f on f.file_name = s.file_name
union all
select 'file ' || f.file_name,
       sha256(f.content) = f.sha256 and f.message_count = coalesce(s.messages, 0) and f.total_tiyn = coalesce(s.tiyn, 0),
       'said ' || f.message_count || ' messages with ' || f.total_tiyn || ', carries ' || coalesce(s.messages, 0)
           || ' with ' || coalesce(s.tiyn, 0)
           || case when sha256(f.content) = f.sha256 then '' else '; its bytes were changed' end
  from outgoing_file f
  left join (select file_name, count(*) as messages, sum(amount_tiyn) as tiyn from carried group by file_name) s
         on s.file_name = f.file_name
union all
select 'transfer ' || s.transfer_number || ' in ' || s.file_name, false, 'its file is not recorded'
  from transfer_dispatch s
 where not exists (select from outgoing_file f where f.file_name = s.file_name)
union all
select 'entry ' || e.entry_number || ' of '
           || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || e.order_number),
       false, 'money sent without a dispatch'
  from order_entry e
  left join payment_order o on o.order_number = e.order_number
 where e.debit = 5 and e.credit = 1
   and not exists (select from order_decision d
                    where d.order_number = e.order_number and d.decision_number = e.decision_number
                      and d.action = 'take-over')
   and not exists (select from dispatch s where s.order_number = e.order_number and s.entry_number = e.entry_number)
