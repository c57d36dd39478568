"""Every table, for migrations and for tests: importing this imports all models."""

import council.models
import engage.accounts.models
import engage.core.audit
import engage.core.installation
import engage.core.jobs
import engage.core.limits
import engage.core.mail
import engage.plan.models
import surveys.models
from engage.core.db import Base

metadata = Base.metadata
