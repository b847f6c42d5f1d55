-- An allowed query over one table as people like to read it: the caller's text with the row filters
-- and the limit merged into it. What ran is emitted_sql.
alter table warehouse_query_log add column display_sql text;
