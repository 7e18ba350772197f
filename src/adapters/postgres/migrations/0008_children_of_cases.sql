-- Childcare is paid to one of those who care for a child: each application asks for the cases of its child.

create index recipient_case_by_child on recipient_case ((details ->> 'child_iin'))
    where (details ->> 'child_iin') is not null;
