-- What the Fund has of an order and what stands on its lines' accounts change together: a refund after the transfer
-- waits for the Fund's money, and takes it from the accounts when it comes.
with carried as (
    select transfer_number, count(*) as orders, sum(line_count) as lines, sum(amount_tiyn) as tiyn
      from transfer_order group by transfer_number
), on_account as (
    select p.order_number,
           sum(case when p.credit in (3, 4) then p.amount_tiyn else 0 end)
               - sum(case when p.debit in (3, 4) then p.amount_tiyn else 0 end) as tiyn
      from person_entry p group by p.order_number
), with_fund as (
    select order_number, count(*) as entries, count(*) filter (where debit = 6 and credit = 1) as sent,
           sum(case when debit = 6 then amount_tiyn else -amount_tiyn end) as tiyn
      from order_entry where debit = 6 or credit = 6 group by order_number
)
select 'transfer ' || t.transfer_number as name,
       coalesce(c.orders = t.order_count and c.lines = t.line_count and c.tiyn = t.amount_tiyn, false) as holds,
       'said ' || t.order_count || ' orders, ' || t.line_count || ' lines with ' || t.amount_tiyn || ', carries '
           || coalesce(c.orders, 0) || ', ' || coalesce(c.lines, 0) || ' with ' || coalesce(c.tiyn, 0) as found
  from transfer t left join carried c on c.transfer_number = t.transfer_number
union all
select 'transfer of ' || coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || t.order_number),
       coalesce(e.debit = 6 and e.credit = 1 and e.amount_tiyn = t.amount_tiyn and f.sent = 1 and f.tiyn = a.tiyn
            and t.amount_tiyn <= d.credited_tiyn and t.line_count between 1 and d.credited_lines
            and exists (select from transfer r where r.transfer_number = t.transfer_number
                           and r.purpose_code = d.purpose_code), false),
       'transferred ' || t.amount_tiyn || ', entered ' || coalesce(e.amount_tiyn::text, 'nothing') || ' of '
           || coalesce(f.sent, 0) || ' entries, the Fund has ' || coalesce(f.tiyn, 0) || ', on its lines'' accounts stand '
           || coalesce(a.tiyn, 0)
  from transfer_order t
  left join payment_order o on o.order_number = t.order_number
  left join standing_decision d on d.order_number = t.order_number
  left join order_entry e on e.order_number = t.order_number and e.entry_number = t.entry_number
                         and e.decision_number = d.decision_number
  left join with_fund f on f.order_number = t.order_number
  left join on_account a on a.order_number = t.order_number
union all
select coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || f.order_number), false,
       f.entries || ' entries with the Fund without a transfer'
  from with_fund f
  left join payment_order o on o.order_number = f.order_number
 where not exists (select from transfer_order t where t.order_number = f.order_number)
