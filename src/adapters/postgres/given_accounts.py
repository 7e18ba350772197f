"""The account that was given for a payee since the decision was made: with a resend, or by a change of the account."""

# Joined to a payment `p` of a run `r`; what was given last goes. The first decision made since then that names another
# account than the one that stood ends it. An account given with a resend is that of payments formed later; a change
# also acts on what was formed and waits, as {waits} says of an event `e`.
_GIVEN = """
      left join lateral (
          select u.account, u.bic
            from (
          select x.account, x.bic, x.recorded_at, x.month, x.event_number, x.attempt
            from benefit_resend x
            join benefit_payment y on y.person_key = x.person_key and y.case_number = x.case_number
                                  and y.month = x.month and y.part = x.part and y.event_number = x.event_number
           where x.person_key = p.person_key and x.case_number = p.case_number and x.part = p.part
             and x.is_given and y.payee_key = p.payee_key and x.recorded_at < r.prepared_at
             and not exists (
                 select from case_event e
                   join case_part n on n.person_key = e.person_key and n.case_number = e.case_number
                                   and n.event_number = e.event_number and n.part = x.part
                  where e.person_key = x.person_key and e.case_number = x.case_number
                    and e.event_number <= p.event_number and e.recorded_at > x.recorded_at
                    and (n.account, n.bic) is distinct from (
                        select (f.account, f.bic)
                          from case_part f
                          join case_event v on v.person_key = f.person_key and v.case_number = f.case_number
                                           and v.event_number = f.event_number
                         where f.person_key = x.person_key and f.case_number = x.case_number and f.part = x.part
                           and v.recorded_at <= x.recorded_at
                         order by f.event_number desc limit 1))
           union all
          select h.account, h.bic, e.recorded_at, null, h.event_number, null
            from case_account h
            join case_event e on e.person_key = h.person_key and e.case_number = h.case_number
                             and e.event_number = h.event_number
           where h.person_key = p.person_key and h.case_number = p.case_number and h.payee_key = p.payee_key
             and (h.event_number <= p.known_event or {waits})
             and not exists (
                 select from case_part n
                  where n.person_key = h.person_key and n.case_number = h.case_number and n.payee_key = h.payee_key
                    and n.event_number > h.event_number and n.event_number <= p.event_number
                    and (n.account, n.bic) is distinct from (
                        select (f.account, f.bic)
                          from case_part f
                         where f.person_key = h.person_key and f.case_number = h.case_number
                           and f.payee_key = h.payee_key and f.event_number < h.event_number
                         order by f.event_number desc, f.part limit 1))
            ) u
           order by u.recorded_at desc, u.month desc nulls first, u.event_number desc, u.attempt desc
           limit 1) g on true
"""
GIVEN_TO_WAITING = _GIVEN.format(waits="true")
"""Of payments that were not sent yet."""
GIVEN = _GIVEN.format(
    waits="""
                  (%(as_of)s::timestamptz is null or e.recorded_at <= %(as_of)s)
                  and not exists (
                      select from benefit_dispatch z
                        left join benefit_message n on n.message_number = coalesce(z.message_number, z.pension_message)
                        left join outgoing_file w on w.file_name = n.file_name
                       where z.person_key = p.person_key and z.case_number = p.case_number and z.month = p.month
                         and z.part = p.part and z.event_number = p.event_number and z.attempt = 1
                         and (w.recorded_at is null or w.recorded_at <= e.recorded_at))"""
)
"""Of any payment, as recorded by the instant `as_of`: one that was sent went where it was sent."""
