select 'message ' || encode(m.sha256, 'hex') as name,
       m.hashed = m.sha256 and coalesce(o.orders, 0) <= 1
           and (o.orders is not null or q.sha256 is not null or r.sha256 is not null) as holds,
       case when m.hashed <> m.sha256 then 'its bytes hash to ' || encode(m.hashed, 'hex')
            when o.orders > 1 then 'it stands for ' || o.orders || ' orders'
            else 'no order and no quarantined message is recorded for it' end as found
  -- Offset 0: each is hashed once, not wherever its digest is asked for.
  from (select sha256, sha256(content) as hashed from message offset 0) m
  left join (select message_sha256, count(*) as orders from payment_order group by message_sha256) o
         on o.message_sha256 = m.sha256
  left join quarantined_message q on q.sha256 = m.sha256
  left join returned_order r on r.sha256 = m.sha256
union all
select 'order ' || o.sender_bic || '/' || o.reference || '/' || o.value_date, m.sha256 is not null,
       'its message is not kept'
  from payment_order o left join message m on m.sha256 = o.message_sha256
union all
select 'quarantined message ' || encode(q.sha256, 'hex'), m.sha256 is not null, 'its bytes are not kept'
  from quarantined_message q left join message m on m.sha256 = q.sha256
