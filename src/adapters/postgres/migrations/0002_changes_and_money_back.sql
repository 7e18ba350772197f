-- People change, money goes back: history of persons, corrections, illegal amounts, refunds, transfers, payers.

-- Persons ---------------------------------------------------------------------------------------------------

-- A version of the register is either whole (a snapshot) or a part: the people that changed or came since the version
-- before it. A person's row of the newest version not older than the last whole one stands.
alter table register_version
    add column is_whole boolean not null default true,
    add column valid_on date,            -- the day of which the register tells; null: the day of loading
    add column due_on date,              -- by when its changes had to be recorded; null where it changed nobody
    add column changed_count integer;    -- people whose data changed; null for a whole version

alter table register_person
    drop constraint register_person_key,
    add constraint register_person_key primary key (iin, version),
    -- Null is not known, '' is none.
    add column citizenship        text,
    add column address            text,
    add column post_office        text,
    add column document_type      text,
    add column document_number    text,
    add column document_issued_on date,
    add column document_issuer    text;
create index register_person_by_version on register_person using brin (version);

-- Which numbers are of one person. Entries stay under the number that they came under.
create table person_link (
    link_number    bigint      not null,
    kind           text        not null,
    number         bigint      not null, -- the number that was wrong, or is given up
    stands         bigint      not null, -- the number that stands
    undoes         bigint,               -- the link that this one takes back
    reason         text        not null,
    document       text        not null,
    known_on       date        not null,
    recorded_at    timestamptz not null,
    due_on         date        not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint person_link_key primary key (link_number),
    constraint person_link_undone_once unique (undoes),
    constraint person_link_kind_known check (kind in ('correct', 'merge', 'separate')),
    constraint person_link_undoing check ((kind = 'separate') = (undoes is not null)),
    constraint person_link_of_two check (number <> stands),
    constraint person_link_undone foreign key (undoes) references person_link (link_number)
);
create index person_link_by_number on person_link (number);
create index person_link_by_stands on person_link (stands);

-- What an entry was made by where it was not an order's decision.
alter table person_entry
    add column correction_number bigint,
    add column refund_number     bigint,
    add column recorded_at       timestamptz, -- null: when the decision was
    add constraint person_entry_one_cause check (correction_number is null or refund_number is null),
    add constraint person_entry_cause_is_dated
        check ((recorded_at is null) = (correction_number is null and refund_number is null));

create table illegal_amount (
    person_key   bigint  not null,
    order_number bigint  not null,
    line_number  integer not null,
    list_number  bigint  not null,
    amount_tiyn  bigint  not null,
    constraint illegal_amount_key primary key (person_key, order_number, line_number, list_number),
    constraint illegal_amount_is_positive check (amount_tiyn > 0)
);

create table counted_amount (
    person_key   bigint      not null,
    order_number bigint      not null,
    line_number  integer     not null,
    decision     text        not null, -- on a social payment
    amount_tiyn  bigint      not null,
    recorded_at  timestamptz not null,
    constraint counted_amount_key primary key (person_key, order_number, line_number, decision),
    constraint counted_amount_is_positive check (amount_tiyn > 0)
);
create index counted_amount_by_line on counted_amount (order_number, line_number);

-- The order side --------------------------------------------------------------------------------------------

alter table payment_order
    add column actual_payer_id   text, -- '' where the message names none; null: recorded before it was read
    add column actual_payer_name text;
create index payment_order_by_payer on payment_order (payer_id, value_date);
create index payment_order_by_actual_payer on payment_order (actual_payer_id, value_date) where actual_payer_id <> '';
create index payment_order_by_value_date on payment_order using brin (value_date);

-- Few lines are not credited; credited ones are found by the person's entries.
create index line_decision_not_credited on line_decision (iin) where outcome <> 'c';

create table correction (
    correction_number bigint      not null,
    order_number      bigint      not null,
    line_number       integer     not null,
    amount_tiyn       bigint      not null,
    person_from       bigint      not null,
    month_from        date        not null,
    person_to         bigint      not null,
    month_to          date        not null,
    reason            text        not null,
    document_number   text        not null,
    document_date     date        not null,
    recorded_at       timestamptz not null,
    due_on            date        not null,
    actor_identity    text        not null,
    actor_role        text        not null,
    actor_purpose     text        not null,
    constraint correction_key primary key (correction_number),
    constraint correction_order foreign key (order_number) references payment_order (order_number),
    constraint correction_amount_is_positive check (amount_tiyn > 0),
    constraint correction_changes check ((person_from, month_from) <> (person_to, month_to))
);
create index correction_by_line on correction (order_number, line_number);

create table illegal_list (
    list_number    bigint      not null,
    file_name      text        not null,
    sha256         bytea       not null,
    content        bytea       not null,
    act_number     text        not null,
    act_date       date        not null,
    recorded_at    timestamptz not null,
    due_on         date        not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint illegal_list_key primary key (list_number),
    constraint illegal_list_once unique (sha256)
);

create table refund (
    refund_number      bigint      not null,
    payer_id           text        not null,
    application_number text        not null,
    applied_on         date        not null,
    content_sha256     bytea       not null,
    content            bytea       not null, -- the application as it came
    order_number       bigint      not null,
    purpose_code       text        not null, -- 026 or 094
    amount_tiyn        bigint      not null,
    reason             text        not null,
    reason_text        text        not null,
    documents          text[]      not null,
    received_on        date        not null,
    recorded_at        timestamptz not null,
    due_on             date        not null,
    constraint refund_key primary key (refund_number),
    constraint refund_once unique (payer_id, application_number),
    constraint refund_order foreign key (order_number) references payment_order (order_number),
    constraint refund_amount_is_positive check (amount_tiyn > 0)
);
create index refund_by_order on refund (order_number);

create table refund_line (
    refund_number bigint  not null,
    order_number  bigint  not null,
    line_number   integer not null,
    person_key    bigint  not null,
    amount_tiyn   bigint  not null,
    constraint refund_line_key primary key (refund_number, line_number),
    constraint refund_line_refund foreign key (refund_number) references refund (refund_number),
    constraint refund_line_amount_is_positive check (amount_tiyn > 0)
);
create index refund_line_by_line on refund_line (order_number, line_number);

create table refund_event (
    refund_number  bigint      not null,
    event_number   smallint    not null,
    state          text        not null,
    recorded_at    timestamptz not null,
    happened_on    date        not null,
    due_on         date,                  -- by when the next step is to be done; null where none is ours
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    reason         text        not null,
    document       text        not null,
    constraint refund_event_key primary key (refund_number, event_number),
    constraint refund_event_refund foreign key (refund_number) references refund (refund_number),
    constraint refund_event_state_known check (state in
        ('received', 'checked', 'sent-to-fund', 'approved', 'refused', 'money-received', 'dispatched'))
);

create table refund_dispatch (
    refund_number bigint   not null,
    order_number  bigint   not null,
    entry_number  smallint not null,
    file_name     text     not null,
    reference     text     not null,
    constraint refund_dispatch_once primary key (refund_number),
    constraint refund_dispatch_reference_once unique (reference),
    constraint refund_dispatch_refund foreign key (refund_number) references refund (refund_number),
    constraint refund_dispatch_file foreign key (file_name) references outgoing_file (file_name),
    constraint refund_dispatch_entry foreign key (order_number, entry_number)
        references order_entry (order_number, entry_number)
);
create index refund_dispatch_by_file on refund_dispatch (file_name);

create table transfer (
    transfer_number bigint      not null,
    transferred_on  date        not null,
    purpose_code    text        not null,
    amount_tiyn     bigint      not null,
    order_count     integer     not null,
    line_count      integer     not null,
    prepared_at     timestamptz not null,
    actor_identity  text        not null,
    actor_role      text        not null,
    actor_purpose   text        not null,
    constraint transfer_key primary key (transfer_number),
    constraint transfer_amount_is_positive check (amount_tiyn > 0)
);

create table transfer_order (
    order_number    bigint   not null,
    transfer_number bigint   not null,
    entry_number    smallint not null,
    line_count      integer  not null,
    amount_tiyn     bigint   not null,
    constraint transfer_order_once primary key (order_number),
    constraint transfer_order_transfer foreign key (transfer_number) references transfer (transfer_number),
    constraint transfer_order_entry foreign key (order_number, entry_number)
        references order_entry (order_number, entry_number),
    constraint transfer_order_amount_is_positive check (amount_tiyn > 0)
);
create index transfer_order_by_transfer on transfer_order (transfer_number, order_number);

create table transfer_dispatch (
    transfer_number bigint not null,
    file_name       text   not null,
    reference       text   not null,
    constraint transfer_dispatch_once primary key (transfer_number),
    constraint transfer_dispatch_reference_once unique (reference),
    constraint transfer_dispatch_transfer foreign key (transfer_number) references transfer (transfer_number),
    constraint transfer_dispatch_file foreign key (file_name) references outgoing_file (file_name)
);
create index transfer_dispatch_by_file on transfer_dispatch (file_name);

-- Payers ----------------------------------------------------------------------------------------------------

create table payer_register_version (
    version      integer     not null,
    file_name    text        not null,
    sha256       bytea       not null,
    payers_count integer     not null,
    loaded_at    timestamptz not null,
    loaded_by    text        not null,
    constraint payer_register_version_key primary key (version)
);

create table registered_payer (
    payer_id      bigint  not null,
    version       integer not null,
    name          text    not null,
    registered_on date,
    removed_on    date,
    constraint registered_payer_key primary key (payer_id, version),
    constraint registered_payer_version foreign key (version) references payer_register_version (version)
);

do $$
declare
    name text;
begin
    foreach name in array array[
        'person_link', 'illegal_amount', 'counted_amount', 'correction', 'illegal_list', 'refund', 'refund_line',
        'refund_event', 'refund_dispatch', 'transfer', 'transfer_order', 'transfer_dispatch',
        'payer_register_version', 'registered_payer'
    ] loop
        execute format(
            'create trigger append_only before update or delete or truncate on %I
             for each statement execute function refuse_change()', name);
    end loop;
end
$$;
