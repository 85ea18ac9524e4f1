# Causal attention and the projection of what it mixed, for training without autograd. `qkv` is (B, T, 3, H, D); of the
# T positions of a document, the last ones are projected: as many as `projected` (B L, C) has rows for. Gives what was
# mixed (B, H, T, D) and the logarithms of the attention's sums, which `mix_backward` needs.
def forward(self, qkv: Tensor, weight: Tensor, projected: Tensor) -> List[Tensor]:
    parts = torch.permute(qkv, [2, 0, 3, 1, 4])
    mixed, sums = torch._scaled_dot_product_flash_attention_for_cpu(torch.select(parts, 0, 0), torch.select(parts, 0, 1), torch.select(parts, 0, 2), 0., True)
    length = torch.floordiv(torch.size(projected, 0), torch.size(qkv, 0))
    from_ = torch.sub(torch.size(qkv, 1), length)
    last = torch.narrow(torch.transpose(mixed, 1, 2), 1, from_, length)
    torch.mm(torch.reshape(last, [torch.size(projected, 0), -1]), weight, out=projected)
    return [mixed, sums]
