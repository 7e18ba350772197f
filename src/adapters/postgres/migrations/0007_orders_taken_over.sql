-- A held payment order that brings social payments back is taken over by those: a decision of its own.

alter table order_decision drop constraint order_decision_action_known;
alter table order_decision add constraint order_decision_action_known
    check (action in ('receive', 'retry', 'release', 'send-back', 'take-over'));
