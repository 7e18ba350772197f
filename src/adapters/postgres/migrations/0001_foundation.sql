-- Payment orders, personal records, returns, register snapshots.
--
-- The order side (message .. return_dispatch) is keyed by order_number, the person side (person_entry,
-- usage_record) by person_key. No foreign key and no unique constraint joins the two, so that each can be
-- distributed by its own key; `esep verify` checks what such a key would.
-- Nothing here is ever updated, deleted or truncated: see refuse_change() at the end.

create table message (
    sha256      bytea       not null,
    content     bytea       not null,
    encoding    text        not null,
    recorded_at timestamptz not null,
    constraint message_key primary key (sha256),
    constraint message_sha256_is_32_bytes check (octet_length(sha256) = 32)
);
-- Out of line and not compressed: written once, read for a return or a dispute.
alter table message alter column content set storage external;

create table payment_order (
    order_number        bigint      not null,
    sender_bic          text        not null,
    reference           text        not null,
    value_date          date        not null,
    content_sha256      bytea       not null,
    conflicts_with      bigint,
    message_sha256      bytea       not null,
    file_name           text        not null,
    position            integer     not null,
    encoding            text        not null,
    message_type        text        not null,
    payer_id            text        not null,
    payer_name          text        not null,
    purpose_code        text        not null,
    period              text        not null,
    document_number     text        not null,
    document_date       date        not null,
    recipient_name      text        not null,
    line_count          integer     not null,
    total_tiyn          bigint      not null,
    received_on         date        not null,
    recorded_at         timestamptz not null,
    due_on              date        not null,
    constraint payment_order_key primary key (order_number),
    constraint payment_order_content_once unique (sender_bic, reference, value_date, content_sha256),
    constraint payment_order_conflict foreign key (conflicts_with) references payment_order (order_number),
    constraint payment_order_message foreign key (message_sha256) references message (sha256),
    constraint payment_order_total_is_positive check (total_tiyn > 0),
    constraint payment_order_lines_not_negative check (line_count >= 0)
);
create index payment_order_by_reference on payment_order (reference);
create index payment_order_by_message on payment_order (message_sha256);

create table order_decision (
    order_number         bigint      not null,
    decision_number      smallint    not null,
    action               text        not null,
    outcome              text        not null,
    decided_at           timestamptz not null,
    actor_identity       text        not null,
    actor_role           text        not null,
    actor_purpose        text        not null,
    reason               text        not null,
    purpose_code         text        not null,
    accepted_findings    text[]      not null,
    register_source      text,
    register_version     integer,
    register_answered_at timestamptz,
    credited_lines       integer     not null,
    credited_tiyn        bigint      not null,
    returned_lines       integer     not null,
    returned_tiyn        bigint      not null,
    held_lines           integer     not null,
    held_tiyn            bigint      not null,
    constraint order_decision_key primary key (order_number, decision_number),
    constraint order_decision_order foreign key (order_number) references payment_order (order_number),
    constraint order_decision_action_known check (action in ('receive', 'retry', 'release', 'send-back')),
    constraint order_decision_outcome_known check (outcome in ('accepted', 'cut', 'returned', 'held')),
    constraint order_decision_parts_not_negative
        check (least(credited_lines, credited_tiyn, returned_lines, returned_tiyn, held_lines, held_tiyn) >= 0)
);
create index order_decision_held on order_decision (order_number) where outcome = 'held';

create table finding (
    order_number    bigint   not null,
    decision_number smallint not null,
    place           integer  not null,
    code            text     not null,
    severity        text     not null,
    line_number     integer,
    field           text     not null,
    found           text     not null,
    expected        text     not null,
    constraint finding_key primary key (order_number, decision_number, place),
    constraint finding_decision foreign key (order_number, decision_number)
        references order_decision (order_number, decision_number)
);

-- One row per line and decision. Instead of a foreign key, which asks once per line, refuse_lines_without_decision()
-- asks once per statement: decisions are never deleted or changed, so that the question at the insert is enough.
create table line_decision (
    order_number    bigint   not null,
    amount_tiyn     bigint   not null,
    iin             bigint,
    line_number     integer  not null,
    period_from     date,
    period_to       date,
    decision_number smallint not null,
    outcome         "char"   not null,
    level           "char"   not null,
    constraint line_decision_key primary key (order_number, line_number, decision_number),
    constraint line_decision_amount_is_positive check (amount_tiyn > 0),
    constraint line_decision_outcome_known check (outcome in ('c', 'r', 'h'))
);

create function refuse_lines_without_decision() returns trigger language plpgsql as $$
begin
    if exists (select from (select distinct order_number, decision_number from added) a
                where not exists (select from order_decision d
                                   where d.order_number = a.order_number and d.decision_number = a.decision_number))
    then
        raise exception 'a line of an order that has no such decision' using errcode = 'foreign_key_violation';
    end if;
    return null;
end
$$;
create trigger line_has_decision after insert on line_decision
    referencing new table as added for each statement execute function refuse_lines_without_decision();

-- An order's last decision stands, and with it the lines as decided then.
create view standing_decision as
select d.*
  from order_decision d
 where not exists (select from order_decision later
                    where later.order_number = d.order_number and later.decision_number > d.decision_number);

create view standing_line as
select l.*
  from line_decision l
  join standing_decision d on d.order_number = l.order_number and d.decision_number = l.decision_number;

create table ledger_account (
    account smallint not null,
    name    text     not null,
    constraint ledger_account_key primary key (account)
);
insert into ledger_account (account, name)
values (1, 'bank'), (2, 'unallocated'), (3, 'participant contributions'), (4, 'participant penalties'),
       (5, 'returns payable'), (6, 'fund settlement');

create table order_entry (
    order_number    bigint      not null,
    entry_number    smallint    not null,
    decision_number smallint    not null,
    debit           smallint    not null,
    credit          smallint    not null,
    amount_tiyn     bigint      not null,
    recorded_at     timestamptz not null,
    constraint order_entry_key primary key (order_number, entry_number),
    constraint order_entry_decision foreign key (order_number, decision_number)
        references order_decision (order_number, decision_number),
    constraint order_entry_debit foreign key (debit) references ledger_account (account),
    constraint order_entry_credit foreign key (credit) references ledger_account (account),
    constraint order_entry_moves check (debit <> credit),
    constraint order_entry_amount_is_positive check (amount_tiyn > 0)
);

create table return_order (
    order_number    bigint   not null,
    decision_number smallint not null,
    purpose_code    text     not null,
    amount_tiyn     bigint   not null,
    is_one_amount   boolean  not null,
    constraint return_order_key primary key (order_number, decision_number),
    constraint return_order_decision foreign key (order_number, decision_number)
        references order_decision (order_number, decision_number),
    constraint return_order_amount_is_positive check (amount_tiyn > 0)
);

create table return_line (
    order_number    bigint   not null,
    line_number     integer  not null,
    decision_number smallint not null,
    amount_tiyn     bigint   not null,
    constraint return_line_once primary key (order_number, line_number),
    constraint return_line_return foreign key (order_number, decision_number)
        references return_order (order_number, decision_number),
    constraint return_line_amount_is_positive check (amount_tiyn > 0)
);

create sequence outgoing_reference as bigint minvalue 1 maxvalue 99999999999;

create table outgoing_file (
    file_name     text        not null,
    folder        text        not null,
    content       bytea       not null,
    sha256        bytea       not null,
    message_count integer     not null,
    total_tiyn    bigint      not null,
    dispatched_on date        not null,
    recorded_at   timestamptz not null,
    constraint outgoing_file_key primary key (file_name)
);
alter table outgoing_file alter column content set storage external;

create table outgoing_file_written (
    file_name  text        not null,
    written_at timestamptz not null,
    constraint outgoing_file_written_key primary key (file_name),
    constraint outgoing_file_written_file foreign key (file_name) references outgoing_file (file_name)
);

create table return_dispatch (
    order_number    bigint   not null,
    decision_number smallint not null,
    entry_number    smallint not null,
    file_name       text     not null,
    reference       text     not null,
    constraint return_dispatch_once primary key (order_number, decision_number),
    constraint return_dispatch_reference_once unique (reference),
    constraint return_dispatch_return foreign key (order_number, decision_number)
        references return_order (order_number, decision_number),
    constraint return_dispatch_file foreign key (file_name) references outgoing_file (file_name),
    constraint return_dispatch_entry foreign key (order_number, entry_number)
        references order_entry (order_number, entry_number)
);
create index return_dispatch_by_file on return_dispatch (file_name);

create table quarantined_message (
    sha256       bytea       not null,
    file_name    text        not null,
    position     integer     not null,
    encoding     text        not null,
    reference    text,
    value_date   date,
    sender_bic   text,
    payer_id     text,
    payer_name   text,
    purpose_code text,
    period       text,
    line_count   integer,
    total_tiyn   bigint,
    received_at  timestamptz not null,
    due_on       date        not null,
    constraint quarantined_message_key primary key (sha256),
    constraint quarantined_message_message foreign key (sha256) references message (sha256)
);

create table quarantine_finding (
    sha256   bytea   not null,
    place    integer not null,
    code     text    not null,
    severity text    not null,
    field    text    not null,
    found    text    not null,
    expected text    not null,
    constraint quarantine_finding_key primary key (sha256, place),
    constraint quarantine_finding_message foreign key (sha256) references quarantined_message (sha256)
);

-- The person side -----------------------------------------------------------------------------------------

create table person_entry (
    person_key      bigint      not null,
    order_number    bigint      not null,
    amount_tiyn     bigint      not null,
    line_number     integer     not null,
    period_from     date        not null,
    period_to       date        not null,
    entry_number    smallint    not null,
    decision_number smallint    not null, -- tells who recorded the entry, when and why
    debit           smallint    not null,
    credit          smallint    not null,
    constraint person_entry_key primary key (person_key, order_number, line_number, entry_number),
    constraint person_entry_moves check (debit <> credit and debit between 1 and 6 and credit between 1 and 6),
    constraint person_entry_amount_is_positive check (amount_tiyn > 0),
    constraint person_entry_period_is_ordered check (period_from <= period_to)
);

create table usage_record (
    person_key     bigint      not null,
    viewed_at      timestamptz not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    what           text        not null
);
create index usage_record_by_person on usage_record (person_key, viewed_at);

-- The state register --------------------------------------------------------------------------------------

create table register_version (
    version      integer     not null,
    file_name    text        not null,
    sha256       bytea       not null,
    people_count integer     not null,
    loaded_at    timestamptz not null,
    loaded_by    text        not null,
    constraint register_version_key primary key (version)
);

create table register_person (
    iin         bigint  not null,
    version     integer not null,
    death_date  date,
    sex         "char",
    life_status "char"  not null,
    excluded    boolean not null,
    -- Surname, name, patronymic and birth date (YYYYMMDD), joined by line feeds: what a line of an order is compared
    -- with at one look. Kept as one text, since millions of these are read a day and hardly ever one part alone.
    written     text    not null,
    constraint register_person_key primary key (version, iin)
);

-- Append-only ---------------------------------------------------------------------------------------------

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% of % refused: what is recorded stays; correct it with a new entry', tg_op, tg_table_name
        using errcode = 'restrict_violation';
end
$$;

do $$
declare
    name text;
begin
    foreach name in array array[
        'message', 'payment_order', 'order_decision', 'finding', 'line_decision', 'ledger_account', 'order_entry',
        'return_order', 'return_line', 'outgoing_file', 'outgoing_file_written', 'return_dispatch',
        'quarantined_message', 'quarantine_finding', 'person_entry', 'usage_record', 'register_version',
        'register_person'
    ] loop
        execute format(
            'create trigger append_only before update or delete or truncate on %I
             for each statement execute function refuse_change()', name);
    end loop;
end
$$;
