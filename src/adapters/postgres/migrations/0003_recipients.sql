-- Recipients of social payments: applications, everything that happened to them, decisions with their frozen extract.
-- All of it is the person side, keyed by the recipient.

create table recipient_case (
    person_key         bigint      not null, -- the recipient
    case_number        bigint      not null,
    kind               text        not null, -- 0701 breadwinner, 0702 disability, 0703 job loss, 0704, 0705 ...
    insured_key        bigint      not null, -- whose contributions count: the recipient, or the breadwinner
    application_number text        not null,
    content_sha256     bytea       not null,
    content            bytea       not null, -- the application as it came
    submitted_at       timestamptz not null,
    registered_on      date        not null, -- date of application
    right_on           date        not null, -- onset of the social risk
    channel            text        not null,
    region             text        not null,
    documents          text[]      not null,
    details            jsonb       not null, -- what depends on the kind
    recorded_at        timestamptz not null,
    due_on             date        not null,
    actor_identity     text        not null,
    actor_role         text        not null,
    actor_purpose      text        not null,
    constraint recipient_case_key primary key (person_key, case_number),
    constraint recipient_case_number_once unique (case_number),
    constraint recipient_case_application_once unique (person_key, kind, application_number)
);
create index recipient_case_by_insured on recipient_case (insured_key);

create table case_event (
    person_key      bigint      not null,
    case_number     bigint      not null,
    event_number    smallint    not null,
    action          text        not null,
    state           text        not null, -- that it leads to
    ground          text        not null, -- code of a dated list; '' where none is needed
    happened_on     date        not null, -- when the ground arose or the document came
    effective_on    date,                 -- from which day it acts on the payments
    due_on          date,                 -- by when the next step is to be done; null where none is ours
    document_number text        not null,
    document_date   date,
    reason          text        not null,
    last_paid_on    date,                 -- of a withdrawal: day and sum of the last payment
    last_paid_tiyn  bigint,
    recording_due_on date       not null, -- by when it had to be recorded (Rules, item 14)
    recorded_at     timestamptz not null,
    actor_identity  text        not null,
    actor_role      text        not null,
    actor_purpose   text        not null,
    constraint case_event_key primary key (person_key, case_number, event_number),
    constraint case_event_case foreign key (person_key, case_number)
        references recipient_case (person_key, case_number)
);

-- What an event decided about the payments. The last one of a case stands.
create table case_decision (
    person_key           bigint   not null,
    case_number          bigint   not null,
    event_number         smallint not null,
    law                  text     not null,
    length_months        integer  not null,
    average_income_tiyn  bigint   not null,
    amount_tiyn          bigint   not null, -- of one payment, before what is withheld
    pension_withheld     boolean  not null, -- whether 10 % of each payment go to the pension fund
    from_on              date     not null, -- first day that is paid for
    until_on             date,              -- last day that is paid for; null: no end is known
    payment_count        integer,           -- of payments in all; null: one a month until the end
    frozen               jsonb    not null, -- steps and extract, as calculated
    constraint case_decision_key primary key (person_key, case_number, event_number),
    constraint case_decision_event foreign key (person_key, case_number, event_number)
        references case_event (person_key, case_number, event_number),
    constraint case_decision_amount_not_negative check (amount_tiyn >= 0)
);

-- Who is paid: one part, or the shares of a breadwinner's dependants. The parts of a decision add up to its amount.
create table case_part (
    person_key   bigint   not null,
    case_number  bigint   not null,
    event_number smallint not null,
    part         smallint not null,
    payee_key    bigint   not null,
    amount_tiyn  bigint   not null,
    account      text     not null,
    bic          text     not null,
    constraint case_part_key primary key (person_key, case_number, event_number, part),
    constraint case_part_decision foreign key (person_key, case_number, event_number)
        references case_decision (person_key, case_number, event_number),
    constraint case_part_amount_is_positive check (amount_tiyn > 0)
);

do $$
declare
    name text;
begin
    foreach name in array array['recipient_case', 'case_event', 'case_decision', 'case_part'] loop
        execute format(
            'create trigger append_only before update or delete or truncate on %I
             for each statement execute function refuse_change()', name);
    end loop;
end
$$;
