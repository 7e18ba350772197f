-- What puts payments right: returned lines whose payment a person named, claims that were taken back, and the rest of a
-- returned payment that is sent again.

create table returned_line_by_hand (
    sha256         bytea       not null,
    line_number    integer     not null,
    reason         text        not null, -- why the line gives back that payment: the line itself does not tell it
    recorded_at    timestamptz not null,
    actor_identity text        not null,
    actor_role     text        not null,
    actor_purpose  text        not null,
    constraint returned_line_by_hand_key primary key (sha256, line_number),
    constraint returned_line_by_hand_line foreign key (sha256, line_number)
        references returned_line (sha256, line_number),
    constraint returned_line_by_hand_says_why check (reason <> '')
);

create trigger append_only before update or delete or truncate on returned_line_by_hand
    for each statement execute function refuse_change();

-- What of a payment is sent again; null: all that was sent before.
alter table benefit_resend add column amount_tiyn bigint;
alter table benefit_resend add constraint benefit_resend_amount_is_positive check (amount_tiyn > 0);

-- A claim is taken back where the money is due after all: the amount is what was left of it.
alter table overpayment_event drop constraint overpayment_event_action_known;
alter table overpayment_event drop constraint overpayment_event_amount;
alter table overpayment_event
    add constraint overpayment_event_action_known check (action in ('notify', 'repay', 'withhold', 'cancel')),
    add constraint overpayment_event_amount
        check (case action when 'repay' then amount_tiyn > 0 when 'cancel' then amount_tiyn >= 0
                           else amount_tiyn = 0 end);
