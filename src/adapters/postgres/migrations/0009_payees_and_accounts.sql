-- Another account of somebody whom a case pays, on application. What was not sent yet goes there. Person side.

create table case_account (
    person_key   bigint   not null, -- the recipient
    case_number  bigint   not null,
    event_number smallint not null, -- that changed it
    payee_key    bigint   not null,
    account      text     not null,
    bic          text     not null,
    constraint case_account_key primary key (person_key, case_number, event_number),
    constraint case_account_event foreign key (person_key, case_number, event_number)
        references case_event (person_key, case_number, event_number)
);

create trigger append_only before update or delete or truncate on case_account
    for each statement execute function refuse_change();

-- Cases are also found by those whom they pay besides the recipient: payees of a part, and dependants.

create index case_part_by_other_payee on case_part (payee_key) where payee_key <> person_key;

create index case_decision_by_dependant on case_decision using gin ((frozen -> 'dependants') jsonb_path_ops)
    where frozen -> 'dependants' <> '[]'::jsonb;

-- What came back counts in the month in which it was recorded.

create index benefit_return_by_recording on benefit_return using brin (recorded_at) with (pages_per_range = 32);
