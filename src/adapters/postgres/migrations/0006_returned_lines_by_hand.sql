-- Returned lines whose payment a person named, since the line itself does not tell it: why, and who.

create table returned_line_by_hand (
    sha256         bytea       not null,
    line_number    integer     not null,
    reason         text        not null,
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
