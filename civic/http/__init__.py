"""HTTP that every room shares: the request, forms, who is signed in, static files, files in and out."""
