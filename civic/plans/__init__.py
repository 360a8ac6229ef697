"""Housing-social plans (boligsociale helhedsplaner): programme, plan, budget, approvals, and what was learnt."""
