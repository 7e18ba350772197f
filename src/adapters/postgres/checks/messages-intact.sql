select 'message ' || encode(m.sha256, 'hex') as name, sha256(m.content) = m.sha256 as holds,
       'its bytes hash to ' || encode(sha256(m.content), 'hex') as found
  from message m
union all
select 'order ' || o.sender_bic || '/' || o.reference || '/' || o.value_date, m.sha256 is not null,
       'its message is not kept'
  from payment_order o left join message m on m.sha256 = o.message_sha256
union all
select 'quarantined message ' || encode(q.sha256, 'hex'), m.sha256 is not null, 'its bytes are not kept'
  from quarantined_message q left join message m on m.sha256 = q.sha256
