-- A decision stands with the event that made it. What may follow what is looked at before an event is recorded.
with steps as (
    select person_key, case_number, count(*) as events, min(event_number) as first, max(event_number) as last,
           min(action) filter (where event_number = 1) as begins,
           count(*) filter (where action = 'register') as registrations,
           count(*) filter (where action = 'appoint') as appointments
      from case_event group by person_key, case_number
), parts as (
    select person_key, case_number, event_number, count(*) as parts, max(part) as last_part,
           sum(amount_tiyn)::bigint as tiyn
      from case_part group by person_key, case_number, event_number
)
select 'case ' || c.case_number as name,
       coalesce(s.first = 1 and s.last = s.events and s.begins = 'register' and s.registrations = 1
            and s.appointments <= 1, false) as holds,
       'has ' || coalesce(s.events, 0) || ' events, ' || coalesce(s.registrations, 0) || ' registrations, '
           || coalesce(s.appointments, 0) || ' appointments' as found
  from recipient_case c left join steps s on s.person_key = c.person_key and s.case_number = c.case_number
union all
select 'event ' || e.event_number || ' of case ' || e.case_number,
       case when d.case_number is null then e.action <> 'appoint'
            else e.action in ('appoint', 'resume', 'recalculate') and coalesce(p.tiyn, 0) = d.amount_tiyn
                 and coalesce(p.parts, 0) = coalesce(p.last_part, 0) and (d.until_on is null or d.from_on <= d.until_on)
        end,
       e.action || case when d.case_number is null then ' without a decision'
                        else ', decided ' || d.amount_tiyn || ', its parts ' || coalesce(p.tiyn, 0) end
  from case_event e
  left join case_decision d on d.person_key = e.person_key and d.case_number = e.case_number
                           and d.event_number = e.event_number
  left join parts p on p.person_key = e.person_key and p.case_number = e.case_number and p.event_number = e.event_number
 where d.case_number is not null or e.action = 'appoint'
union all
select 'event ' || e.event_number || ' of case ' || e.case_number, h.case_number is not null and e.action = 'change-account',
       e.action || case when h.case_number is null then ' without an account' else ' with an account' end
  from case_event e
  left join case_account h on h.person_key = e.person_key and h.case_number = e.case_number
                          and h.event_number = e.event_number
 where h.case_number is not null or e.action = 'change-account'
