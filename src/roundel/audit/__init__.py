"""Who looked at what, who changed what, when and why: kept so that tampering shows.

Events are only ever inserted, in the same transaction as what they tell of, and are chained by HMAC
right after. They name people and records by id and hold no content of any record.
"""
