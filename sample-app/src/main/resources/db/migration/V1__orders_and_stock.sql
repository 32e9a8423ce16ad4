CREATE TABLE stock (
    product   text PRIMARY KEY,
    available integer NOT NULL CHECK (available >= 0)
);

CREATE TABLE orders (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Chosen by the client, so that asking twice does not order twice
    reference uuid NOT NULL UNIQUE,
    -- Checked at commit: of a product that is not known there is, first of all, not enough
    product   text NOT NULL REFERENCES stock DEFERRABLE INITIALLY DEFERRED,
    quantity  integer NOT NULL CHECK (quantity > 0),
    status    text NOT NULL DEFAULT 'PLACED' CHECK (status IN ('PLACED', 'CANCELLED')),
    placed_at timestamptz NOT NULL DEFAULT now()
);

INSERT INTO stock (product, available)
VALUES ('coffee', 1000),
       ('tea', 500),
       ('teapot', 12);
