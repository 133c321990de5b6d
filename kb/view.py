"""What a public view is: a name, what one row stands for, its SELECT, and a sentence for each column."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A documented SQL view. columns: (name, meaning) in the order of the SELECT."""

    name: str
    per: str
    sql: str
    columns: tuple[tuple[str, str], ...]

    @property
    def create_statement(self) -> str:
        """The statement that makes the view. Names and SELECTs are constants of this product, never input."""
        return f"CREATE VIEW {self.name} AS {self.sql.strip()}"
