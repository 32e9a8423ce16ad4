-- Nothing keeps a number from being stored twice: the page shows whether it is
CREATE TABLE IF NOT EXISTS demo_order (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run       uuid NOT NULL,
    side      text NOT NULL,
    number    integer NOT NULL,
    placed_at timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX IF NOT EXISTS demo_order_number ON demo_order (run, side, number);

CREATE TABLE IF NOT EXISTS demo_item (
    order_id bigint NOT NULL REFERENCES demo_order,
    product  text NOT NULL,
    quantity integer NOT NULL CHECK (quantity > 0)
);
