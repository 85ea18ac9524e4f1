# The gradients of mix: that of `weight` is added to `weight_gradient`, that of `qkv` written to `qkv_gradient`.
# `gradient` is that of what was projected, (B L, C).
def forward(self, gradient: Tensor, qkv: Tensor, weight: Tensor, mixed: Tensor, sums: Tensor, weight_gradient: Tensor, qkv_gradient: Tensor) -> Tensor:
    documents = torch.size(qkv, 0)
    length = torch.floordiv(torch.size(gradient, 0), documents)
    from_ = torch.sub(torch.size(qkv, 1), length)
    last = torch.narrow(torch.transpose(mixed, 1, 2), 1, from_, length)
    torch.addmm_(weight_gradient, torch.t(torch.reshape(last, [torch.size(gradient, 0), -1])), gradient)
    narrow = torch.reshape(torch.mm(gradient, torch.t(weight)), [documents, length, torch.size(qkv, 3), torch.size(qkv, 4)])
    wide = torch.constant_pad_nd(narrow, [0, 0, 0, 0, from_, 0])
    parts = torch.permute(qkv, [2, 0, 3, 1, 4])
    queries, keys, values = torch._scaled_dot_product_flash_attention_for_cpu_backward(torch.transpose(wide, 1, 2), torch.select(parts, 0, 0), torch.select(parts, 0, 1), torch.select(parts, 0, 2), mixed, sums, 0., True)
    out = torch.permute(qkv_gradient, [2, 0, 3, 1, 4])
    torch.copy_(torch.select(out, 0, 0), queries)
    torch.copy_(torch.select(out, 0, 1), keys)
    torch.copy_(torch.select(out, 0, 2), values)
    return qkv_gradient
