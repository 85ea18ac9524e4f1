# As causal_attention, but what a query looks at is said by (T, S), which is added to the scores.
def forward(self, queries: Tensor, keys: Tensor, values: Tensor, mask: Tensor) -> Tensor:
    return torch.scaled_dot_product_attention(queries, keys, values, mask, 0., False, enable_gqa=True)
