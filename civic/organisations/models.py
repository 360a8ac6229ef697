"""Which organisation has which area: entered by somebody, never assumed."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.areas.models import Area
from civic.db.base import Base, Id
from civic.people.models import Organisation


class AreaOrganisation(Base):
    """An organisation has, or works in, an area; several may have one, and one several."""

    __tablename__ = "area_organisation"
    __table_args__ = (UniqueConstraint("area_id", "organisation_id"),)

    id: Mapped[Id]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    area: Mapped[Area] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
