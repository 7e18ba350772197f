-- Bank, fund settlement and social payments decided say where the money is, the other accounts whose it is.
with side as (
    select debit as account, sum(amount_tiyn)::numeric as debited, 0::numeric as credited from order_entry group by debit
    union all select credit, 0, sum(amount_tiyn) from order_entry group by credit
    union all select debit, sum(amount_tiyn), 0 from person_entry group by debit
    union all select credit, 0, sum(amount_tiyn) from person_entry group by credit
    union all select debit, sum(amount_tiyn), 0 from benefit_entry group by debit
    union all select credit, 0, sum(amount_tiyn) from benefit_entry group by credit
), balance as (
    select a.account, a.name, coalesce(sum(s.debited - s.credited), 0) as debit_balance
      from ledger_account a left join side s on s.account = a.account
     group by a.account, a.name
)
select 'account ' || name as name,
       case when account = 1 then debit_balance >= 0 and (select sum(debit_balance) from balance) = 0
            when account in (6, 7) then debit_balance >= 0
            else debit_balance <= 0 end as holds,
       'its balance is ' || case when account in (1, 6, 7) then debit_balance else -debit_balance end as found
  from balance
