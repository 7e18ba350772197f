-- Lines that have nothing but the entry of their decision are looked at by credited-lines-have-entries.
with touched as (
    select distinct order_number, line_number from person_entry where recorded_at is not null
), entry as (
    select e.order_number, e.line_number, e.person_key, e.entry_number, e.debit, e.credit, e.amount_tiyn,
           case when e.credit in (3, 4) then e.credit else e.debit end as kind
      from person_entry e
      join touched t on t.order_number = e.order_number and t.line_number = e.line_number
), of_person as (
    select order_number, line_number, person_key,
           sum(case when credit in (3, 4) then amount_tiyn else -amount_tiyn end) as tiyn
      from entry group by order_number, line_number, person_key
), stands as (
    select order_number, line_number, sum(tiyn) as tiyn, min(tiyn) as least from of_person
     group by order_number, line_number
), line as (
    select order_number, line_number, count(*) as entries, max(entry_number) as last_entry,
           count(distinct entry_number) as numbers, count(distinct kind) as kinds, min(kind) as kind,
           coalesce(sum(amount_tiyn) filter (where credit = 5), 0) as refunded
      from entry group by order_number, line_number
)
select coalesce(o.sender_bic || '/' || o.reference || '/' || o.value_date, 'order ' || l.order_number)
           || ' line ' || l.line_number as name,
       coalesce(s.tiyn + l.refunded = d.amount_tiyn and s.least >= 0 and l.entries = l.last_entry
            and l.entries = l.numbers and l.kinds = 1 and l.kind in (3, 4), false) as holds,
       'brought ' || coalesce(d.amount_tiyn::text, 'nothing') || ', stands ' || s.tiyn || ' (least ' || s.least
           || '), refunded ' || l.refunded || ', entries ' || l.entries || ' up to number ' || l.last_entry as found
  from line l
  join stands s on s.order_number = l.order_number and s.line_number = l.line_number
  left join standing_line d
         on d.order_number = l.order_number and d.line_number = l.line_number and d.outcome = 'c'
  left join payment_order o on o.order_number = l.order_number
union all
select 'entry ' || e.entry_number || ' of order ' || e.order_number || ' line ' || e.line_number, false,
       'moves money from account ' || e.debit || ' to ' || e.credit || ', which nothing that made it may'
  from person_entry e
 where not case when e.recorded_at is null then e.debit = 2 and e.credit in (3, 4)
                when e.refund_number is not null then e.debit in (3, 4) and e.credit = 5
                else (e.debit = 2 and e.credit in (3, 4)) or (e.debit in (3, 4) and e.credit = 2) end
