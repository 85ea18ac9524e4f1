# Every query looks at all keys: (B, H, T, D), (B, H, S, D) twice.
def forward(self, queries: Tensor, keys: Tensor, values: Tensor) -> Tensor:
    return torch.scaled_dot_product_attention(queries, keys, values)
