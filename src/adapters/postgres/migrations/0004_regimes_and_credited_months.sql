-- What calculations of social payments rest on beside the ledger: what an order is for, under which regime payers pay,
-- months that count without a contribution.

-- As written in the message; '' where it names nothing, null: recorded before it was kept.
alter table payment_order add column assignment text;

-- Lists are loaded whole; the newest answers, as of any instant.

create table payer_regime_list (
    version   integer     not null,
    file_name text        not null,
    sha256    bytea       not null,
    row_count integer     not null,
    loaded_at timestamptz not null,
    loaded_by text        not null,
    constraint payer_regime_list_key primary key (version)
);

create table payer_regime (
    payer_id bigint  not null,
    version  integer not null,
    from_on  date    not null,
    to_on    date,             -- null: it still holds
    regime   text    not null,
    constraint payer_regime_key primary key (payer_id, version, from_on),
    constraint payer_regime_of_list foreign key (version) references payer_regime_list (version),
    constraint payer_regime_known check (regime in ('single-payment', 'self-employed', 'platform')),
    constraint payer_regime_ends_later check (to_on is null or to_on >= from_on)
);

create table credited_month_list (
    version   integer     not null,
    file_name text        not null,
    sha256    bytea       not null,
    row_count integer     not null,
    loaded_at timestamptz not null,
    loaded_by text        not null,
    constraint credited_month_list_key primary key (version)
);

create table credited_month (
    person_key      bigint  not null,
    version         integer not null,
    row_number      integer not null, -- in the file, from 1
    month           date    not null,
    kind            text    not null,
    income_tiyn     bigint,           -- null where none is certified
    document_number text    not null,
    document_date   date    not null,
    constraint credited_month_key primary key (person_key, version, row_number),
    constraint credited_month_of_list foreign key (version) references credited_month_list (version),
    constraint credited_month_income_is_positive check (income_tiyn > 0)
);

do $$
declare
    name text;
begin
    foreach name in array array['payer_regime_list', 'payer_regime', 'credited_month_list', 'credited_month'] loop
        execute format(
            'create trigger append_only before update or delete or truncate on %I
             for each statement execute function refuse_change()', name);
    end loop;
end
$$;
