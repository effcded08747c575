#[derive(ToSql)]
#[sql(crate = my::sdk)]
struct Tagged<T: Clone, const N: usize>
where
    T: Copy,
{
    inner: [T; N],
}
#[derive(ToSql)]
struct UserId(u32);
