// Metadata of the version that runs.

// NaN for what is no time.
export const uploaded_at = (metadata) => Date.parse(metadata.timestamp);
