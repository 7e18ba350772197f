"""The account that was given to a resend, for the later payments of its case, part and payee."""

# Joined to a payment `p` of a run `r`. The first decision made after the resend that names another account than the
# one that stood then ends it.
GIVEN = """
      left join lateral (
          select x.account, x.bic
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
           order by x.recorded_at desc, x.month desc, x.event_number desc, x.attempt desc
           limit 1) g on true
"""
