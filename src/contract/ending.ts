/** What a coordinator that is told to end says to whoever asks it for more. */
export const COORDINATOR_ENDS = 'The coordinator is ending and takes up nothing new: ask again once it runs.';
