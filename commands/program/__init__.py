"""The program itself: open the app, get the encoder, make the vectors that ship."""
