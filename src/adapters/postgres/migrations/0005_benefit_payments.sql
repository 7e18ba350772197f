-- Social payments paid: the month's payments, their entries, the messages that carry them, what the banks sent back,
-- and what was paid over.
--
-- Payments, entries, dispatches, returns and overpayments are the person side, keyed by the recipient; runs, outgoing
-- messages and returned orders are not. No key joins the two; `esep verify` checks what such a key would.

insert into ledger_account (account, name)
values (7, 'social payments decided'), (8, 'social payments payable'), (9, 'pension contributions withheld'),
       (10, 'social payments paid'), (11, 'returned social payments'), (12, 'overpayments'),
       (13, 'overpayments recovered');

-- Every preparation of a month.
create table benefit_run (
    run_number     bigint      not null,
    month          date        not null,
    prepared_at    timestamptz not null,
    payment_count  integer     not null,
    gross_tiyn     bigint      not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint benefit_run_key primary key (run_number)
);

-- A run of which nothing waits for its message any more.
create table benefit_run_sent (
    run_number bigint not null,
    constraint benefit_run_sent_key primary key (run_number),
    constraint benefit_run_sent_run foreign key (run_number) references benefit_run (run_number)
);

-- One payment per case, month, part and decision. A later decision on a month that was paid forms the difference.
create table benefit_payment (
    person_key     bigint   not null, -- the recipient
    case_number    bigint   not null,
    month          date     not null, -- paid for, its first day
    part           smallint not null,
    event_number   smallint not null, -- of the decision that it rests on
    payee_key      bigint   not null,
    gross_tiyn     bigint   not null,
    withheld_tiyn  bigint   not null, -- pension contribution
    recovered_tiyn bigint   not null, -- of overpayments, on the recipient's application
    known_event    smallint not null, -- the case's last event when it was formed
    run_number     bigint   not null,
    due_on         date     not null, -- by when it is to be sent and recorded
    constraint benefit_payment_key primary key (person_key, case_number, month, part, event_number),
    constraint benefit_payment_part foreign key (person_key, case_number, event_number, part)
        references case_part (person_key, case_number, event_number, part),
    constraint benefit_payment_month_is_one check (extract(day from month) = 1),
    constraint benefit_payment_amounts_fit
        check (gross_tiyn > 0 and withheld_tiyn >= 0 and recovered_tiyn >= 0
               and gross_tiyn >= withheld_tiyn + recovered_tiyn)
);
create index benefit_payment_by_other_payee on benefit_payment (payee_key) where payee_key <> person_key;
create index benefit_payment_by_month on benefit_payment using brin (month) with (pages_per_range = 32);
create index benefit_payment_by_run on benefit_payment using brin (run_number) with (pages_per_range = 32);

-- A case that changed and was looked at by a run without a payment: up to the run's month nothing is due by its events.
create table benefit_review (
    person_key   bigint   not null,
    case_number  bigint   not null,
    event_number smallint not null, -- the case's last one
    run_number   bigint   not null,
    month        date     not null, -- of the run
    constraint benefit_review_key primary key (person_key, case_number, event_number, run_number),
    constraint benefit_review_case foreign key (person_key, case_number)
        references recipient_case (person_key, case_number)
);

create table benefit_entry (
    person_key         bigint      not null,
    case_number        bigint      not null,
    month              date        not null,
    part               smallint    not null,
    event_number       smallint    not null,
    entry_number       smallint    not null, -- counts the payment's entries from 1
    debit              smallint    not null,
    credit             smallint    not null,
    amount_tiyn        bigint      not null,
    recorded_at        timestamptz not null,
    overpayment_number bigint,               -- of the overpayment that it finds, repays or recovers
    constraint benefit_entry_key primary key (person_key, case_number, month, part, event_number, entry_number),
    constraint benefit_entry_moves check (debit <> credit and debit between 7 and 13 and credit between 7 and 13),
    constraint benefit_entry_amount_is_positive check (amount_tiyn > 0)
);
create index benefit_entry_by_overpayment on benefit_entry (overpayment_number) where overpayment_number is not null;

-- Outgoing messages with lists of social payments (or of the contributions withheld from them).
create table benefit_message (
    message_number bigint  not null, -- of its reference
    reference      text    not null,
    file_name      text    not null,
    purpose_code   text    not null,
    bic            text    not null,
    line_count     integer not null,
    total_tiyn     bigint  not null,
    document_number text   not null, -- and all below: as the message says
    document_date  date    not null,
    sender_id      text    not null,
    sender_name    text    not null,
    recipient_name text    not null,
    constraint benefit_message_key primary key (message_number),
    constraint benefit_message_reference_once unique (reference),
    constraint benefit_message_file foreign key (file_name) references outgoing_file (file_name),
    constraint benefit_message_is_not_empty check (line_count > 0 and total_tiyn > 0)
);
create index benefit_message_by_file on benefit_message (file_name);

create table benefit_dispatch (
    person_key      bigint   not null,
    case_number     bigint   not null,
    month           date     not null,
    part            smallint not null,
    event_number    smallint not null,
    attempt         smallint not null, -- 1 is the first sending
    message_number  bigint,            -- null: nothing was left to be sent to the recipient
    line_number     integer  not null, -- in the message
    amount_tiyn     bigint   not null,
    pension_message bigint,            -- that carries the pension contribution; null: none was withheld
    constraint benefit_dispatch_once primary key (person_key, case_number, month, part, event_number, attempt),
    constraint benefit_dispatch_payment foreign key (person_key, case_number, month, part, event_number)
        references benefit_payment (person_key, case_number, month, part, event_number),
    constraint benefit_dispatch_amount check ((amount_tiyn > 0) = (message_number is not null))
);
create index benefit_dispatch_by_message on benefit_dispatch using brin (message_number) with (pages_per_range = 32);

-- What came back is to be sent again, to this account.
create table benefit_resend (
    person_key     bigint      not null,
    case_number    bigint      not null,
    month          date        not null,
    part           smallint    not null,
    event_number   smallint    not null,
    attempt        smallint    not null, -- from 2
    account        text        not null,
    bic            text        not null,
    is_given       boolean     not null, -- the account was given for it: later payments of the part go there too
    recorded_at    timestamptz not null,
    due_on         date        not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint benefit_resend_key primary key (person_key, case_number, month, part, event_number, attempt),
    constraint benefit_resend_payment foreign key (person_key, case_number, month, part, event_number)
        references benefit_payment (person_key, case_number, month, part, event_number)
);

-- The bank confirmed that a message was executed.
create table benefit_confirmation (
    message_number bigint      not null,
    confirmed_on   date        not null,
    recorded_at    timestamptz not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint benefit_confirmation_key primary key (message_number),
    constraint benefit_confirmation_message foreign key (message_number) references benefit_message (message_number)
);

-- Orders that bring social payments back, as they came, with every line.
create table returned_order (
    sha256         bytea       not null,
    content_sha256 bytea       not null, -- of the order as read: the same one in another encoding has the same
    file_name      text        not null,
    position       integer     not null,
    encoding       text        not null,
    reference      text        not null,
    sender_bic     text        not null,
    sender_id      text        not null,
    sender_name    text        not null,
    recipient_name text        not null,
    value_date     date        not null,
    document_number text        not null,
    document_date  date        not null,
    purpose_code   text        not null,
    assignment     text        not null,
    line_count     integer     not null,
    total_tiyn     bigint      not null,
    recorded_at    timestamptz not null,
    due_on         date        not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint returned_order_key primary key (sha256),
    constraint returned_order_once unique (sender_bic, reference, value_date, content_sha256),
    constraint returned_order_message foreign key (sha256) references message (sha256),
    constraint returned_order_total_is_positive check (total_tiyn > 0)
);

create table returned_line (
    sha256      bytea   not null,
    line_number integer not null,
    iin         text    not null, -- as written
    amount_tiyn bigint  not null,
    period      text    not null, -- as written; '' where none is
    finding     text    not null, -- why it was held when it came; '' where its payment was found at once
    constraint returned_line_key primary key (sha256, line_number),
    constraint returned_line_order foreign key (sha256) references returned_order (sha256),
    constraint returned_line_amount_is_positive check (amount_tiyn > 0)
);

-- The payment that a returned line gives back.
create table benefit_return (
    person_key   bigint      not null,
    case_number  bigint      not null,
    month        date        not null,
    part         smallint    not null,
    event_number smallint    not null,
    attempt      smallint    not null,
    is_pension   boolean     not null, -- the contribution came back, not the payment
    entry_number smallint    not null,
    sha256       bytea       not null,
    line_number  integer     not null,
    amount_tiyn  bigint      not null,
    recorded_at  timestamptz not null,
    constraint benefit_return_once
        primary key (person_key, case_number, month, part, event_number, attempt, is_pension),
    constraint benefit_return_dispatch foreign key (person_key, case_number, month, part, event_number, attempt)
        references benefit_dispatch (person_key, case_number, month, part, event_number, attempt)
);
create index benefit_return_by_line on benefit_return (sha256, line_number);

create table overpayment (
    person_key         bigint      not null,
    overpayment_number bigint      not null,
    case_number        bigint      not null,
    month              date        not null,
    part               smallint    not null,
    event_number       smallint    not null,
    amount_tiyn        bigint      not null,
    reason             text        not null,
    found_on           date        not null,
    due_on             date        not null, -- by when the recipient is to be notified
    recorded_at        timestamptz not null,
    actor_identity     text        not null,
    actor_role         text        not null,
    actor_purpose      text        not null,
    constraint overpayment_key primary key (person_key, overpayment_number),
    constraint overpayment_payment foreign key (person_key, case_number, month, part, event_number)
        references benefit_payment (person_key, case_number, month, part, event_number),
    constraint overpayment_amount_is_positive check (amount_tiyn > 0)
);
create index overpayment_by_number on overpayment (overpayment_number);

create table overpayment_event (
    person_key         bigint      not null,
    overpayment_number bigint      not null,
    event_number       smallint    not null,
    action             text        not null,
    happened_on        date        not null,
    amount_tiyn        bigint      not null, -- repaid by it, else 0
    document           text        not null,
    recorded_at        timestamptz not null,
    actor_identity     text        not null,
    actor_role         text        not null,
    actor_purpose      text        not null,
    constraint overpayment_event_key primary key (person_key, overpayment_number, event_number),
    constraint overpayment_event_of foreign key (person_key, overpayment_number)
        references overpayment (person_key, overpayment_number),
    constraint overpayment_event_action_known check (action in ('notify', 'repay', 'withhold')),
    constraint overpayment_event_amount check ((action = 'repay') = (amount_tiyn > 0))
);

do $$
declare
    name text;
begin
    foreach name in array array[
        'benefit_run', 'benefit_run_sent', 'benefit_payment', 'benefit_review', 'benefit_entry', 'benefit_message',
        'benefit_dispatch', 'benefit_resend', 'benefit_confirmation', 'returned_order', 'returned_line', 'benefit_return', 'overpayment',
        'overpayment_event'
    ] loop
        execute format(
            'create trigger append_only before update or delete or truncate on %I
             for each statement execute function refuse_change()', name);
    end loop;
end
$$;
