select 'snapshot ' || v.version as name, v.people_count = coalesce(p.people, 0) as holds,
       'it says ' || v.people_count || ' people and holds ' || coalesce(p.people, 0) as found
  from register_version v
  left join (select version, count(*) as people from register_person group by version) p on p.version = v.version
union all
select 'snapshot ' || p.version, false, 'it holds people and is not recorded'
  from (select distinct version from register_person) p
 where not exists (select from register_version v where v.version = p.version)
