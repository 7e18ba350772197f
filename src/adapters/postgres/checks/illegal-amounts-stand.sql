select 'order ' || i.order_number || ' line ' || i.line_number as name,
       coalesce(i.lists = i.known and i.tiyn <= e.tiyn, false) as holds,
       'recognised ' || i.tiyn || ', brought to the person ' || coalesce(e.tiyn, 0)
           || case when i.lists = i.known then '' else ', by a list that is not recorded' end as found
  from (select a.person_key, a.order_number, a.line_number, sum(a.amount_tiyn) as tiyn, count(*) as lists,
               count(l.list_number) as known
          from illegal_amount a
          left join illegal_list l on l.list_number = a.list_number
         group by a.person_key, a.order_number, a.line_number) i
  left join lateral (select max(amount_tiyn) as tiyn from person_entry
                      where person_key = i.person_key and order_number = i.order_number
                        and line_number = i.line_number and credit in (3, 4)) e on true
