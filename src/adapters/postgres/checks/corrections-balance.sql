with entry as (
    select correction_number, order_number, line_number, count(*) as entries,
           count(*) filter (where credit = 2) as reversals, count(*) filter (where debit = 2) as new_entries,
           min(amount_tiyn) as least, max(amount_tiyn) as most,
           max(person_key) filter (where credit = 2) as person_from, max(person_key) filter (where debit = 2) as person_to,
           max(period_from) filter (where credit = 2) as month_from, max(period_from) filter (where debit = 2) as month_to
      from person_entry
     where correction_number is not null
     group by correction_number, order_number, line_number
), chain as (
    select c.*, lag(person_to) over w as stood_person, lag(month_to) over w as stood_month
      from correction c
    window w as (partition by order_number, line_number order by correction_number)
)
select 'correction ' || c.correction_number as name,
       coalesce(e.entries = 2 and e.reversals = 1 and e.new_entries = 1 and e.least = c.amount_tiyn
            and e.most = c.amount_tiyn and l.amount_tiyn = c.amount_tiyn
            and (e.person_from, e.month_from, e.person_to, e.month_to)
                = (c.person_from, c.month_from, c.person_to, c.month_to)
            and (c.person_from, c.month_from)
                = (coalesce(c.stood_person, l.iin), coalesce(c.stood_month, l.period_from)), false) as holds,
       'corrects ' || c.amount_tiyn || ' of a line that brought ' || coalesce(l.amount_tiyn::text, 'nothing')
           || ', has ' || coalesce(e.entries, 0) || ' entries' as found
  from chain c
  left join entry e on e.correction_number = c.correction_number and e.order_number = c.order_number
                   and e.line_number = c.line_number
  left join standing_line l
         on l.order_number = c.order_number and l.line_number = c.line_number and l.outcome = 'c'
union all
select 'correction ' || e.correction_number, false, 'entries name it, and it is not recorded'
  from entry e
 where not exists (select from correction c
                    where c.correction_number = e.correction_number and c.order_number = e.order_number
                      and c.line_number = e.line_number)
