"""The last sending and the last return of a payment, all of them or those recorded by an instant."""

# Joined to a payment `p`; `as_of` is asked for, null for everything. A sending is recorded with the file of its
# message; where nothing was left to be sent no file names the payment, and it is known with the payment itself.
LAST_SENDING = """
      left join lateral (select x.* from benefit_dispatch x
                          where x.person_key = p.person_key and x.case_number = p.case_number and x.month = p.month
                            and x.part = p.part and x.event_number = p.event_number
                            and (%(as_of)s::timestamptz is null
                                 or coalesce((select w.recorded_at <= %(as_of)s
                                                from benefit_message n
                                                join outgoing_file w on w.file_name = n.file_name
                                               where n.message_number = coalesce(x.message_number, x.pension_message)),
                                             true))
                          order by x.attempt desc limit 1) d on true
"""
LAST_RETURN = """
      left join lateral (select x.attempt, x.sha256, x.line_number, x.amount_tiyn from benefit_return x
                          where x.person_key = p.person_key and x.case_number = p.case_number and x.month = p.month
                            and x.part = p.part and x.event_number = p.event_number and not x.is_pension
                            and (%(as_of)s::timestamptz is null or x.recorded_at <= %(as_of)s)
                          order by x.attempt desc limit 1) b on true
"""
