with event as (
    select e.*,
           lag(e.state, 1, '') over (partition by e.refund_number order by e.event_number) as before,
           row_number() over (partition by e.refund_number order by e.event_number) as place
      from refund_event e
), told as (
    select refund_number,
           bool_and(event_number = place and (before, state) in
               (('', 'received'), ('received', 'checked'), ('received', 'refused'), ('checked', 'sent-to-fund'),
                ('sent-to-fund', 'approved'), ('sent-to-fund', 'refused'), ('approved', 'money-received'),
                ('approved', 'refused'), ('money-received', 'dispatched'))) as follow,
           (array_agg(state order by event_number desc))[1] as state,
           max(recorded_at) filter (where state = 'money-received') as booked_at,
           max(lower(btrim(actor_identity))) filter (where state = 'approved') as approver,
           array_agg(lower(btrim(actor_identity))) filter (where state in ('received', 'checked', 'sent-to-fund'))
               as preparers
      from event
     group by refund_number
), asked as (
    select l.order_number, l.line_number, sum(l.amount_tiyn) as tiyn
      from refund_line l
      join told t on t.refund_number = l.refund_number
     where t.state <> 'refused'
     group by l.order_number, l.line_number
), line as (
    select l.refund_number, count(*) as lines, sum(l.amount_tiyn) as tiyn,
           bool_and(l.order_number = r.order_number) as of_order,
           bool_and(coalesce(s.outcome = 'c' and coalesce(a.tiyn, 0) <= s.amount_tiyn, false)) as within
      from refund_line l
      join refund r on r.refund_number = l.refund_number
      left join standing_line s on s.order_number = l.order_number and s.line_number = l.line_number
      left join asked a on a.order_number = l.order_number and a.line_number = l.line_number
     group by l.refund_number
), booked as (
    select e.refund_number, count(*) as entries, count(distinct e.line_number) as lines,
           bool_and(coalesce(e.debit in (3, 4) and e.credit = 5 and e.recorded_at = t.booked_at
               and e.amount_tiyn = l.amount_tiyn
               and (e.person_key = l.person_key
                    or exists (select from correction c
                                where c.order_number = e.order_number and c.line_number = e.line_number
                                  and c.person_to = e.person_key)), false)) as agree
      from person_entry e
      left join told t on t.refund_number = e.refund_number
      left join refund_line l on l.refund_number = e.refund_number and l.order_number = e.order_number
                             and l.line_number = e.line_number
     where e.refund_number is not null
     group by e.refund_number
), judged as (
    select r.refund_number,
           coalesce(l.tiyn = r.amount_tiyn and l.of_order and l.within, false) as lines_hold,
           coalesce(t.follow, false) as follow,
           coalesce(not t.approver = any(t.preparers), true) as second_person,
           case when t.booked_at is null or t.state not in ('money-received', 'dispatched') then b.entries is null
                else coalesce(b.agree and b.entries = l.lines and b.lines = l.lines, false) end as booked_once,
           -- Recorded at one instant, either may have been first.
           t.booked_at is null or coalesce(x.prepared_at = t.booked_at, false)
               or coalesce(x.prepared_at < t.booked_at, false)
                  = exists (select from order_entry e
                             where e.order_number = r.order_number and e.debit = 1 and e.credit = 6
                               and e.amount_tiyn = r.amount_tiyn and e.recorded_at = t.booked_at) as from_fund,
           coalesce(t.state = 'dispatched', false)
               = exists (select from refund_dispatch d
                          join order_entry e on e.order_number = d.order_number and e.entry_number = d.entry_number
                         where d.refund_number = r.refund_number and d.order_number = r.order_number
                           and e.debit = 5 and e.credit = 1 and e.amount_tiyn = r.amount_tiyn) as sent_once
      from refund r
      left join told t on t.refund_number = r.refund_number
      left join line l on l.refund_number = r.refund_number
      left join booked b on b.refund_number = r.refund_number
      left join transfer_order o on o.order_number = r.order_number
      left join transfer x on x.transfer_number = o.transfer_number
)
select 'refund ' || refund_number as name,
       lines_hold and follow and second_person and booked_once and from_fund and sent_once as holds,
       concat_ws('; ', case when not lines_hold then 'its lines are not its amount, or more than was credited' end,
                 case when not follow then 'its states do not follow one another' end,
                 case when not second_person then 'approved by who prepared it' end,
                 case when not booked_once then 'its entries are not those of its lines and state' end,
                 case when not from_fund then 'its money from the Fund is not entered as the transfer demands' end,
                 case when not sent_once then 'its dispatch is not that of its state and amount' end) as found
  from judged
union all
select 'refund ' || b.refund_number, false, 'has entries and is not recorded'
  from booked b
 where not exists (select from refund r where r.refund_number = b.refund_number)
union all
select 'entry ' || e.entry_number || ' of order ' || e.order_number, false, 'money from the Fund for no refund'
  from order_entry e
 where e.debit = 1 and e.credit = 6
   and not exists (select from refund r join told t on t.refund_number = r.refund_number
                    where r.order_number = e.order_number and r.amount_tiyn = e.amount_tiyn
                      and t.booked_at = e.recorded_at)
