"""Vectors of texts, beside the records: a record that changes must not lose or carry its vector."""

from __future__ import annotations

from graph.store.neo4j.cypher.labels import NODES, VECTORS, visible


def vector_index(record: str, dimensions: int) -> str:
    """The index by which nearest vectors are found; a whole number is all that enters the text."""
    label = VECTORS[record]
    return (
        f"CREATE VECTOR INDEX liantu_{label.lower()} IF NOT EXISTS FOR (n:{label}) ON (n.embedding) OPTIONS "
        f"{{indexConfig: {{`vector.dimensions`: {int(dimensions)}, `vector.similarity_function`: 'cosine'}}}}"
    )


def drop_vector_index(record: str) -> str:
    """For another encoder, whose vectors have another length."""
    return f"DROP INDEX liantu_{VECTORS[record].lower()} IF EXISTS"


def vectors_held(record: str) -> str:
    """Of which records there are vectors, of which model and text."""
    return (
        f"MATCH (n:{VECTORS[record]}) RETURN n.id AS id, n.model AS model, n.text AS text, size(n.embedding) "
        f"AS dimensions"
    )


def set_vectors(record: str) -> str:
    """Write vectors from `$rows`."""
    return (
        f"UNWIND $rows AS row MERGE (n:{VECTORS[record]} {{key: row.key}}) "
        "SET n.id = row.id, n.text = row.text, n.model = $model, n.embedding = row.embedding"
    )


def drop_vectors(record: str) -> str:
    """Remove the vectors of records that are no more, or have no text any more."""
    return f"UNWIND $keys AS k MATCH (n:{VECTORS[record]} {{key: k}}) DELETE n"


# Both texts have length 1, so their product is the cosine.
_COSINE = "reduce(s = 0.0, i IN range(0, size($vector) - 1) | s + vector[i] * $vector[i]) AS cosine"


def nearest(record: str) -> str:
    """Nearest vectors by the index, which is asked for `$asked`, more than are wanted: it holds the vectors in eight
    bits and may miss one, so that what it finds is scored anew from the vectors themselves. A record that has gone is
    still in the index until the next `embed`: it is left out."""
    label, of = VECTORS[record], NODES[record]
    return (
        f"CALL db.index.vector.queryNodes('liantu_{label.lower()}', $asked, $vector) YIELD node "
        f"WITH node.id AS id, node.model AS model, node.embedding AS vector WHERE model = $model "
        f"MATCH (r:{of}) WHERE r.id = id AND {visible('r')} "
        f"RETURN id, {_COSINE} ORDER BY cosine DESC, id LIMIT $limit"
    )


def nearest_plain(record: str) -> str:
    """The same without an index: the server goes through all vectors."""
    return (
        f"MATCH (n:{VECTORS[record]}) WHERE n.model = $model WITH n.id AS id, n.embedding AS vector WITH id, {_COSINE} "
        f"ORDER BY cosine DESC, id LIMIT $asked MATCH (r:{NODES[record]}) WHERE r.id = id AND {visible('r')} "
        "RETURN id, cosine ORDER BY cosine DESC, id LIMIT $limit"
    )
