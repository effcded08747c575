#[derive(FromSql)]
#[sql(crate = my::sdk)]
struct Tagged<T: Clone, const N: usize>
where
    T: Copy,
{
    inner: [T; N],
}
#[derive(FromSql)]
struct UserId(u32);
