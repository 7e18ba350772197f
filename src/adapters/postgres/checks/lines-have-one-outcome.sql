-- Where the lines do not add up to the order's total, the finding total-mismatch keeps what they add up to.
with decided as (
    select o.order_number, o.sender_bic || '/' || o.reference || '/' || o.value_date as name, d.decision_number,
           -- Of a message without a list (the 100) no line is decided on, or the one of who pays for themselves.
           coalesce((o.line_count = coalesce(l.lines, 0) or (o.message_type <> '102' and l.lines = 1))
                and (l.lines is null or (l.first_line = 1 and l.last_line = l.lines))
                and (d.credited_lines, d.returned_lines, d.held_lines)
                    = (coalesce(l.credited_lines, 0), coalesce(l.returned_lines, 0), coalesce(l.held_lines, 0))
                and case when l.lines is null then d.outcome in ('held', 'returned')
                         when f.found is null
                         then (d.credited_tiyn, d.returned_tiyn, d.held_tiyn)
                              = (coalesce(l.credited_tiyn, 0), coalesce(l.returned_tiyn, 0), coalesce(l.held_tiyn, 0))
                         else d.outcome in ('held', 'returned')
                              and f.found = div(l.tiyn, 100) || ',' || lpad((l.tiyn % 100)::text, 2, '0') end,
               false) as holds,
           'the order has ' || o.line_count || ' lines, decided are ' || coalesce(l.lines, 0) || ': credited '
               || coalesce(l.credited_lines, 0) || ' with ' || coalesce(l.credited_tiyn, 0) || ', returned '
               || coalesce(l.returned_lines, 0) || ' with ' || coalesce(l.returned_tiyn, 0) || ', held '
               || coalesce(l.held_lines, 0) || ' with ' || coalesce(l.held_tiyn, 0) as found
      from payment_order o
      left join order_decision d on d.order_number = o.order_number
      left join (select order_number, decision_number, count(*) as lines, min(line_number) as first_line,
                        max(line_number) as last_line, sum(amount_tiyn) as tiyn,
                        count(*) filter (where outcome = 'c') as credited_lines,
                        count(*) filter (where outcome = 'r') as returned_lines,
                        count(*) filter (where outcome = 'h') as held_lines,
                        (sum(amount_tiyn) filter (where outcome = 'c')) as credited_tiyn,
                        (sum(amount_tiyn) filter (where outcome = 'r')) as returned_tiyn,
                        (sum(amount_tiyn) filter (where outcome = 'h')) as held_tiyn
                   from line_decision group by order_number, decision_number) l
             on l.order_number = d.order_number and l.decision_number = d.decision_number
      left join (select order_number, decision_number, min(found) as found
                   from finding where code = 'total-mismatch' group by order_number, decision_number) f
             on f.order_number = d.order_number and f.decision_number = d.decision_number
)
select name, bool_and(holds) as holds,
       coalesce(string_agg('decision ' || coalesce(decision_number::text, '-') || ': ' || found, '; '
                           order by decision_number) filter (where not holds), '') as found
  from decided
 group by order_number, name
