"""The directory in the Human Services Data Specification (HSDS 3, "Open Referral"): reading, planning, writing.

Names, types and meaning of the fields are the specification's (https://docs.openreferral.org, schemas in
github.com/openreferral/specification). Which of our fields is which of its: docs/how-to/directory.md.
"""

from roundel.directory.hsds.plan import Plan, Step, plan_of
from roundel.directory.hsds.reading import BadFile, Problem, read
from roundel.directory.hsds.writing import page_of

__all__ = ["BadFile", "Plan", "Problem", "Step", "page_of", "plan_of", "read"]
